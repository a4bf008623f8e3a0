//! What a look at a person's record is for, and why somebody opens one that another body looks after or prints
//! many at once: said before anything is shown, and read by the person. It must not know how a look is kept.

use crate::person::IdentityCheck;
use crate::policy::UseCase;

words! {
    /// What a record was opened for.
    pub enum Purpose {
        /// A list with names.
        List,
        /// Reading it.
        Read,
        /// Correcting it.
        Edit,
        /// Erasing the person.
        Erase,
        /// Looking for what fits.
        Match,
        /// Whether somebody is registered already.
        Duplicate,
        /// Whether two records are one person.
        Merge,
        /// What is done for the person.
        Counsel,
        /// Giving the person an account of their own.
        Account,
        /// A referral.
        Referral,
        /// The list of what a day asks for.
        Day,
        /// Given to an employer to whom a letter went.
        Provision,
        /// What became of a letter, asked of its employer.
        Answer,
        /// A paper about the person.
        Print,
        /// Papers that were handed in.
        Attachment,
        /// A result in the ledger.
        ReadPlacement,
        /// Something was changed.
        Change,
        /// The employer's answer by the code on a letter.
        EmployerCode,
        /// Why, said before opening.
        Say,
        /// Who they are was seen from their identity card.
        IdentityCard,
        /// Who they are was asked at the number on record.
        IdentityPhone,
        /// Reading it, refused.
        ReadSeeker,
        /// Correcting it, refused.
        WriteSeeker,
        /// Erasing the person, refused.
        ErasePerson,
        /// Looking for what fits, refused.
        ReadMatch,
        /// Noting a service, refused.
        WriteService,
    }
}

impl Purpose {
    /// What somebody tried who was refused.
    pub fn refused(use_case: UseCase) -> Self {
        match use_case {
            UseCase::WriteSeeker => Self::WriteSeeker,
            UseCase::ErasePerson => Self::ErasePerson,
            UseCase::ReadMatch => Self::ReadMatch,
            UseCase::WriteService => Self::WriteService,
            _ => Self::ReadSeeker,
        }
    }
}

/// A check of who somebody is stands among the looks, so that they read that it was made, and how.
impl From<IdentityCheck> for Purpose {
    fn from(check: IdentityCheck) -> Self {
        match check {
            IdentityCheck::IdCard => Self::IdentityCard,
            IdentityCheck::KnownPhone => Self::IdentityPhone,
        }
    }
}

words! {
    /// The reasons that are taken; of a single record more can be said in words.
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
        /// The register that a job centre must keep.
        Register,
        /// Somebody else takes over the work.
        Handover,
    }
}

impl Why {
    /// Why the record of a person whom another body looks after is opened.
    pub const RECORD: [Self; 6] =
        [Self::Here, Self::Together, Self::Asked, Self::Complaint, Self::Audit, Self::Order];
    /// Why a register of people is printed.
    pub const REGISTER: [Self; 4] = [Self::Register, Self::Handover, Self::Audit, Self::Order];
}
