//! Full text over openings and public pages, held in memory.
