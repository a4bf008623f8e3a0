//! Why somebody opens the record of a person whom another body looks after: said before it is shown, and read by
//! the person. It must not know how a look is kept.

words! {
    /// The reasons that are taken; more can be said in words.
    pub enum Why {
        /// The person came here, and is to be helped here.
        Here,
        /// Two bodies look for work for the person together.
        Together,
        /// The person asked for something about their record.
        Asked,
        /// A complaint or an objection is looked into.
        Complaint,
        /// An audit or a check of how people are treated.
        Audit,
        /// An order of a court, the police or another authority, by law.
        Order,
    }
}
