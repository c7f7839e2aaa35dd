import CSQLite

/// The version of the SQLite library in use, such as `3.40.1`.
public let sqliteVersion = String(cString: sqlite3_libversion())
