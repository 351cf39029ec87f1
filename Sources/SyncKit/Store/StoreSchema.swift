import GRDB

/// The tables of a store. A replica's log and its present state lie in one file and change in one transaction.
///
/// A set's key packs its epoch's row and its counter (`epoch << 40 | counter`), so that a dot finds its set without
/// a further index and a chain appends at its own end. The head of a chain is its last row; no table repeats it.
enum StoreSchema {
    /// Written into `user_version`. A store with a higher one is not opened.
    static let version = 4

    static let statements = """
        CREATE TABLE meta(key TEXT PRIMARY KEY, value BLOB NOT NULL) STRICT, WITHOUT ROWID;

        -- One row that changes with every transaction: what the guard outside the folder is compared with.
        CREATE TABLE generation(
            id INTEGER PRIMARY KEY CHECK (id = 1),
            commits INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            hybrid INTEGER NOT NULL
        ) STRICT;
        INSERT INTO generation VALUES (1, 0, 0, 0);

        CREATE TABLE ledger(
            id INTEGER PRIMARY KEY,
            unit TEXT NOT NULL,
            name TEXT NOT NULL,
            UNIQUE (unit, name)
        ) STRICT;

        CREATE TABLE member(
            replica INTEGER PRIMARY KEY,
            unit TEXT NOT NULL,
            county INTEGER NOT NULL,
            label TEXT NOT NULL,
            algorithm INTEGER NOT NULL,
            key BLOB NOT NULL,
            enrolled_at INTEGER NOT NULL,
            revoked_at INTEGER
        ) STRICT;

        CREATE TABLE epoch(
            id INTEGER PRIMARY KEY,
            ledger INTEGER NOT NULL REFERENCES ledger,
            epoch INTEGER NOT NULL,
            declaration BLOB NOT NULL,
            signature BLOB NOT NULL,
            UNIQUE (ledger, epoch)
        ) STRICT;

        CREATE TABLE change_set(
            id INTEGER PRIMARY KEY,
            sequence INTEGER NOT NULL,
            envelope BLOB NOT NULL,
            body BLOB,
            body_digest BLOB,
            digest BLOB NOT NULL,
            signature BLOB,
            CHECK ((body IS NULL) <> (body_digest IS NULL))
        ) STRICT;

        -- Logged, but its clock names sets that are not applied yet.
        CREATE TABLE waiting(change_set INTEGER PRIMARY KEY REFERENCES change_set) STRICT;

        CREATE TABLE held(
            change_set INTEGER PRIMARY KEY,
            code TEXT NOT NULL,
            reason TEXT NOT NULL,
            since INTEGER NOT NULL,
            released_at INTEGER
        ) STRICT;

        -- By which field the records of a collection are kept in time; another version may know another one.
        CREATE TABLE collection(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, time_field TEXT) STRICT;

        CREATE TABLE record(
            id INTEGER PRIMARY KEY,
            ledger INTEGER NOT NULL REFERENCES ledger,
            collection INTEGER NOT NULL REFERENCES collection,
            uuid BLOB NOT NULL,
            state BLOB NOT NULL,
            conflicts INTEGER NOT NULL,
            -- Unix milliseconds (RecordTime); NULL where every set of it is held.
            time INTEGER,
            UNIQUE (uuid, ledger, collection)
        ) STRICT;
        CREATE INDEX record_in_time ON record(collection, ledger, time);
        CREATE INDEX record_in_conflict ON record(ledger) WHERE conflicts > 0;

        \(ReferenceTable.statements)
        -- Which sets touched a record, in the order in which they were applied here.
        CREATE TABLE history(
            record INTEGER NOT NULL,
            sequence INTEGER NOT NULL,
            change_set INTEGER NOT NULL,
            PRIMARY KEY (record, sequence)
        ) STRICT, WITHOUT ROWID;

        -- When the hub received what: its own word, from its receipts.
        CREATE TABLE receipt(
            ledger INTEGER NOT NULL REFERENCES ledger,
            epoch INTEGER NOT NULL,
            first INTEGER NOT NULL,
            last INTEGER NOT NULL,
            received_at INTEGER NOT NULL,
            PRIMARY KEY (ledger, epoch, first, last, received_at)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE event(
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            kind TEXT NOT NULL,
            unit TEXT NOT NULL,
            replica INTEGER,
            text TEXT NOT NULL,
            confirmed_at INTEGER
        ) STRICT;

        -- What the other side held of a ledger when it last said so.
        CREATE TABLE peer(
            replica INTEGER NOT NULL,
            ledger INTEGER NOT NULL REFERENCES ledger,
            vector TEXT NOT NULL,
            PRIMARY KEY (replica, ledger)
        ) STRICT, WITHOUT ROWID;

        -- The last contact with the other side, and what it told of itself.
        CREATE TABLE contact(
            replica INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            address TEXT NOT NULL,
            report BLOB NOT NULL,
            bytes_in INTEGER NOT NULL,
            bytes_out INTEGER NOT NULL
        ) STRICT;

        -- Names that a person gave to records on entry; they stay at home.
        CREATE TABLE label(
            unit TEXT NOT NULL,
            label TEXT NOT NULL,
            record BLOB NOT NULL,
            PRIMARY KEY (unit, label)
        ) STRICT, WITHOUT ROWID;

        -- Parts of a run that is larger than a request, until it is whole.
        CREATE TABLE piece(
            replica INTEGER NOT NULL,
            ledger INTEGER NOT NULL REFERENCES ledger,
            epoch INTEGER NOT NULL,
            counter INTEGER NOT NULL,
            total INTEGER NOT NULL,
            bytes BLOB NOT NULL,
            PRIMARY KEY (replica, ledger)
        ) STRICT, WITHOUT ROWID;

        -- At the hub: codes that a unit's next replica enrols with.
        CREATE TABLE enrolment_code(
            slot INTEGER PRIMARY KEY,
            unit TEXT NOT NULL,
            salt BLOB NOT NULL,
            secret_hash BLOB NOT NULL,
            expires_at INTEGER NOT NULL,
            tries INTEGER NOT NULL,
            used_at INTEGER
        ) STRICT;

        \(oversight)
        """

    /// What the hub keeps of its oversight of the units; local, and bounded but for the audit list.
    private static let oversight = """
        -- At the hub: how many sets of a replica took how long from their commit to the hub's acknowledgement, by the
        -- hour (Unix hours) and by the bucket of LagHistogram.
        CREATE TABLE lag(
            replica INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            bucket INTEGER NOT NULL,
            sets INTEGER NOT NULL,
            PRIMARY KEY (replica, hour, bucket)
        ) STRICT, WITHOUT ROWID;

        -- At the hub: what replicas told of their clocks against the hub's, in milliseconds, by the hour.
        CREATE TABLE clock_offset(
            replica INTEGER NOT NULL,
            hour INTEGER NOT NULL,
            least INTEGER NOT NULL,
            greatest INTEGER NOT NULL,
            last INTEGER NOT NULL,
            PRIMARY KEY (replica, hour)
        ) STRICT, WITHOUT ROWID;

        -- Who did what in administration. Nothing in it is ever changed or taken out.
        CREATE TABLE audit(
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            person TEXT NOT NULL,
            address TEXT NOT NULL,
            act TEXT NOT NULL,
            object TEXT NOT NULL,
            detail TEXT NOT NULL
        ) STRICT;
        CREATE TRIGGER audit_is_not_changed BEFORE UPDATE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit list is appended to alone'); END;
        CREATE TRIGGER audit_is_not_shortened BEFORE DELETE ON audit
        BEGIN SELECT RAISE(ABORT, 'the audit list is appended to alone'); END;
        """

    /// Brings a file of an older version to this one, step by step; what it adds is filled in by ``RecordTime``
    /// and ``ReferenceTable``.
    static func migrate(_ db: Database, from version: Int) throws {
        if version < 2 {
            try db.execute(
                sql: """
                    ALTER TABLE collection ADD COLUMN time_field TEXT;
                    ALTER TABLE record ADD COLUMN time INTEGER;
                    DROP INDEX record_of_collection;
                    """)
            try RecordTime.fillAll(db)
            try db.execute(sql: "CREATE INDEX record_in_time ON record(collection, ledger, time)")
        }
        if version < 3 { try db.execute(sql: oversight) }
        if version < 4 {
            try db.execute(sql: ReferenceTable.statements)
            try ReferenceTable.fillAll(db)
        }
    }
}
