import DutyRecords
import Seeded
import SyncKit

let moment: Int64 = 1_790_000_000_000

func id(_ seed: UInt64) -> RecordID {
    var random = Seeded(seed: seed)
    return RecordID(milliseconds: moment, using: &random)
}

/// One person named 王晓东, two named 李强, one record labelled QF-I-1.
let lookup = EntryLookup(
    persons: { name in
        switch name {
        case "王晓东": [id(1)]
        case "李强": [id(2), id(3)]
        default: []
        }
    },
    label: { $0 == "QF-I-1" && $1 == "incident" ? id(4) : nil })

func form(
    _ collection: Collection, by writer: WriterRole = .unit, in channel: DutyChannel = .open,
    editing standing: RecordStanding? = nil
) -> EntryForm {
    EntryForm(collection, writer: writer, channel: channel, lookup: lookup, editing: standing)
}

/// A log entry with these members beside the required ones.
func logEntry(_ members: String) -> String {
    #"{"occurredAt":"2026-10-01T08:00:00+08:00","matter":"巡查。"\#(members.isEmpty ? "" : ",")\#(members)}"#
}

func call(_ members: String) -> String {
    #"{"direction":"in","receivedAt":"2026-10-01T08:00+08:00","matter":"来电。",\#(members)}"#
}

func handover(_ members: String) -> String { #"{"at":"2026-10-01T08:00+08:00",\#(members)}"# }
