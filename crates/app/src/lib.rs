//! A use case each: authorise, change state in one transaction, enqueue; keep the projections.
