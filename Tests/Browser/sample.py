"""What a town has written on a day: enough that every page has something to show."""

from datetime import datetime, timedelta, timezone

ZONE = timezone(timedelta(hours=8))


def minutes_ago(minutes):
    """A time of the county, so many minutes back."""
    return (datetime.now(ZONE) - timedelta(minutes=minutes)).isoformat(timespec="seconds")


def fill(county, town):
    """An incident with its report, a call, log entries, people, and an instruction of the county."""
    town.record(
        "person", {"name": "李建国", "post": "办事员", "establishment": "公务员", "mobile": "13800000001"},
        {"name": "赵敏", "post": "副镇长", "establishment": "公务员", "leaderRole": "政府", "rank": "班子成员",
         "mobile": "13800000002"})
    incident = town.record("incident", {
        "place": "卫河左岸3公里处", "occurredAt": minutes_ago(25), "receivedAt": minutes_ago(20),
        "category": "自然灾害", "level": "一般", "summary": "卫河堤脚渗水，已派人值守。", "source": "巡堤员"})[0]
    town.record("report", {
        "incident": incident, "kind": "初报", "by": "phone", "sentAt": minutes_ago(10), "text": "堤脚渗水，无人员伤亡。"})
    town.record("phone-record", {
        "direction": "in", "receivedAt": minutes_ago(60), "callerName": "张大爷", "callerPhone": "13900000003",
        "matter": "反映村道积水", "handling": "直接答复"})
    town.record(
        "log-entry", {"occurredAt": minutes_ago(90), "matter": "巡查圩堤，正常。"},
        {"occurredAt": minutes_ago(30), "matter": "镇长𠮷到岗带班。"})
    county.hub.record(
        "instruction", {"leader": "县长", "text": "加强巡堤查险", "issuedAt": minutes_ago(5)}, unit="LC")
    return incident
