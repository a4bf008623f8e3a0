//! Papers: the statutory forms of a job centre, letters, lists and registers, as one description of a
//! sheet that is printed from a page and as PDF alike.
//!
//! A paper is made from complete facts, in words, and looks nothing up. Statutory forms speak Korean: their
//! titles and field names are the law's (직업안정법 시행규칙, annexes). Nothing stands on a sheet that its
//! facts do not hold, so that who gathers the facts decides what leaves the house.

mod action_plan;
mod application;
mod attendance;
mod binder;
mod bulletin;
mod certificate;
mod label;
mod large_list;
mod letter;
mod meeting;
mod poster;
mod press;
mod question;
mod register;
mod registration;
mod sheet;
mod ticket;
mod work_trial;

pub use action_plan::{ActionPlanPaper, ActionPlanWords, PathPaper, PathPart, action_plan, path};
pub use application::{OpeningForm, opening_form};
pub use attendance::{AttendanceSheet, attendance_sheet};
pub use binder::{Bound, Separator, bind};
pub use bulletin::{BulletinLine, BulletinPaper, BulletinWords, bulletin};
pub use certificate::{Certificate, certificate};
pub use label::{LABELS_ON_A_SHEET, Label, labels};
pub use large_list::{LARGE_PER_PAGE, LargeList, LargeOpening, LargeWords, large_list};
pub use letter::{Letter, NameList, NameRow, Party, ResultNotice, letter, name_list, result_notice};
pub use meeting::{ActionPaper, FigurePaper, ItemPaper, MeetingPaper, meeting_record, packet};
pub use poster::{Poster, PosterWords, TEAR_OFFS, poster};
pub(crate) use press::typeset;
pub use press::{PressError, Printed, press};
pub use question::{Question, question};
pub use register::{
    HalfYear, HalfYearRow, OpeningLine, OpeningRegister, SeekerLine, SeekerRegister, half_year,
    opening_register, seeker_register,
};
pub use registration::{SeekerForm, Slip, seeker_form, slip};
pub use sheet::{Align, Block, Cell, Column, Kind, Sheet, qr};
pub use ticket::{TICKETS_ON_A_SHEET, TicketPaper, tickets};
pub use work_trial::{WorkTrialPaper, work_trial};

/// Which form of an application: the annex has three of each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Variant {
    /// Work without or with a fixed term (상용).
    #[default]
    Regular,
    /// Work by the day (일용).
    Daily,
    /// For disabled people (장애인용).
    Disabled,
}

impl Variant {
    /// The line above the title: the variants of annex 1 are 1, 1-2 and 1-3.
    fn form(self, annex: u8) -> String {
        let of = match self {
            Self::Regular => "",
            Self::Daily => "의2",
            Self::Disabled => "의3",
        };
        format!("■ 직업안정법 시행규칙 [별지 제{annex}호{of}서식]")
    }

    /// The title with what tells the variant apart.
    fn title(self, title: &str) -> String {
        match self {
            Self::Regular => title.to_owned(),
            Self::Daily => format!("{title} (일용)"),
            Self::Disabled => format!("{title} (장애인용)"),
        }
    }
}

/// Whose paper it is and as of when: the same on every sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Office {
    /// The body that issues it, such as `하늘시 일자리센터`.
    pub name: String,
    /// Its telephone, as written.
    pub phone: String,
    /// The instant for which the facts hold, as written in the city's zone.
    pub as_of: String,
}
