enum DutyRecordsPlaceholder {}
