//! Files in and out: spreadsheets, CSV, WorkNet XML, charts and maps.
