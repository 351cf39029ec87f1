package import ArgumentParser
import DutyRecords
import SyncKit

package struct ShowCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: "show", abstract: "Show one record; \"seen\" is what an edit passes as --seen 查看记录")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The collection.") var collection: String
    @Argument(help: "The record's id.") var id: String
    @Option(help: "The record's unit (at the hub).") var unit: String?
    @Flag(help: "Every version with author and time.") var history = false

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let detail = try await RecordLookup.detail(collection, id, of: unit, in: opened)
        let collection = try CollectionName.find(collection, in: opened)
        let book = try await opened.conditions(for: detail.view.ledger.unit).book
        let judged = RecordPrinting.judged(detail.view, collection, book, session.language)
        let json = RecordPrinting.detail(detail, judged, withHistory: history, opened.catalog)
        session.emitOrShow(json, json.text)
        return .done
    }
}

package struct ConflictsCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "conflicts", abstract: "Fields with several values 冲突")
    }

    @OptionGroup package var common: CommonOptions

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        var rows: [JSONValue] = []
        var lines: [String] = []
        for view in try await opened.store.records(RecordFilter(onlyInConflict: true), deliveredTo: nil)
        where opened.catalog.collection(named: view.collection)?.isListed ?? true {
            let detail = try await opened.store.detail(
                collection: view.collection, id: view.id, unit: view.ledger.unit, deliveredTo: nil)
            for field in view.conflicts {
                rows.append(
                    .object([
                        ("collection", .text(view.collection)), ("id", .text(view.id.description)),
                        ("unit", .text(view.ledger.unit)), ("field", .text(field)),
                        (
                            "siblings",
                            RecordPrinting.siblings(view.state.fields[field] ?? [], detail.authors)
                        ), ("seen", .text(detail.seen.description)),
                    ]))
                lines.append("\(view.ledger.unit)\t\(view.collection)\t\(view.id)\t\(field.onOneLine)")
            }
        }
        session.emitOrShow(.array(rows), lines.joined(separator: "\n"))
        return .done
    }
}

package struct HeldListCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(
            commandName: Opened.kind == .hub ? "list" : "held", abstract: "Sets that are kept without effect 暂扣的内容")
    }

    @OptionGroup package var common: CommonOptions

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let sets = try await opened.store.heldSets()
        session.emitOrShow(
            .array(sets.map(RecordPrinting.held)),
            sets.map {
                "\($0.ledger)\t\($0.dot)\t\(Wording.title($0.reason.code, in: session.language))\t"
                    + Wording.reason($0.reason, in: session.language).onOneLine
            }.joined(separator: "\n"))
        return .done
    }
}

package struct EventsCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "events", abstract: "What happened to the stores themselves 事件")
    }

    @OptionGroup package var common: CommonOptions

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let events = try await opened.store.events()
        session.emitOrShow(
            .array(events.map { RecordPrinting.event($0, session.language) }),
            events.map { event in
                let kind = EventWords.kind(event.kind, session.language)
                let text = EventWords.text(event, session.language).onOneLine
                return "\(event.id)\t\(Instant.text(event.at))\t\(kind)\t\(event.unit)\t\(text)"
            }.joined(separator: "\n"))
        return .done
    }
}

package struct ConfirmCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "confirm", abstract: "Confirm an event 确认事件")
    }

    @OptionGroup package var common: CommonOptions
    @Argument(help: "The event's number.") var event: Int64

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let (store, id) = (opened.store, event)
        try await Auditor(store, session).enter(.confirm, on: "#\(id)") { try await store.confirm(event: id) }
        session.emitOrShow(
            .object([("id", .integer(event)), ("confirmed", .boolean(true))]),
            session.word(chinese: "已确认。", english: "confirmed"))
        return .done
    }
}

package struct VerifyCommand<Opened: RecordFolder>: FolderCommand {
    package static var configuration: CommandConfiguration {
        CommandConfiguration(commandName: "verify", abstract: "Walk every chain and signature 校验")
    }

    @OptionGroup package var common: CommonOptions

    package init() {}

    package func perform(in opened: Opened, _ session: CommandSession) async throws -> ExitStatus {
        let check: StoreCheck
        do {
            check = try await StoreCheck.run(opened.store) { stage in
                if case .sets(let walked, let total) = stage, !session.isJSON { session.progress("\(walked)/\(total)") }
            }
        } catch SyncError.damagedStore {
            answerForDamage(session)
            throw SyncError.damagedStore
        }
        if !session.isJSON { session.say(chinese: "", english: "") }
        session.emitOrShow(
            RecordPrinting.verification(check.ledgers, isSound: check.isSound),
            check.ledgers.map { "\($0.isSound ? "✓" : "✗")\t\($0.ledger)\t\($0.sets)" }.joined(separator: "\n"))
        if !check.isFileSound { throw SyncError.damagedStore }
        return check.isSound ? .done : .partly
    }

    package func answerForDamage(_ session: CommandSession) {
        if session.isJSON { session.emit(RecordPrinting.verification([], isSound: false)) }
    }
}
