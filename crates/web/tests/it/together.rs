//! What the bodies of the planted city do together: a lead with a remark, contacts kept, shared and public, a council
//! with a meeting, its papers, minutes and decision, a project, and a request of one body to another.

use app::meeting::Move;
use domain::Role;
use domain::action::Source;
use domain::contact::{Details, Sharing};
use domain::council::CouncilKind;
use domain::id::OrganisationId;
use domain::meeting::{Attendance, Begin, MeetingKind};

use crate::canary::What;
use crate::planted::{Planted, acting};

impl Planted {
    /// What the bodies do together.
    pub(crate) async fn plant_network(&mut self, home: OrganisationId) {
        let (app, person) = (self.app(), self.asker(Role::Counselor, true).person);
        let counselor = acting(&self.site, Role::Counselor, person, Some(home));
        let form = app::lead::Form {
            name: "가상장치".into(),
            employer: String::new(),
            area: domain::area::AreaCode::parse("9911051000"),
            address: String::new(),
            source: domain::lead::Source::Field,
            assigned: person,
            next_on: Some(counselor.today()),
            sector: String::new(),
            need: domain::lead::Need::default(),
            another: false,
        };
        self.lead = app::lead::create(&counselor, &app, form).await.unwrap();
        let said = app::comment::Form { text: "한 번 더 가 봅시다".into(), answers: None };
        let subject = domain::comment::Subject::Lead;
        app::comment::add(&counselor, &app, subject, self.lead.0, said).await.unwrap();
        // Whose they are is nobody's with a record of their own.
        let whose = self.accounts_from;
        let ways =
            [(Sharing::Own, What::Known), (Sharing::City, What::Shared), (Sharing::Public, What::Public)];
        for (sharing, what) in ways {
            let form = app::contact::Form {
                firm: format!("가상협회 {sharing}"),
                business_number: String::new(),
                body: None,
                sector: "care".into(),
                sharing,
                consented_on: Some(counselor.today()),
                last_on: None,
                details: Details {
                    name: self.canaries.word(what, whose),
                    position: self.canaries.word(what, whose),
                    phone: self.canaries.phone(what, whose),
                    email: format!("{}@canary.example", self.canaries.word(what, whose)),
                },
            };
            let id = app::contact::create(&counselor, &app, form).await.unwrap();
            self.contacts.push((Some(home), id.to_string(), sharing != Sharing::Own));
        }
    }

    /// A council of the network in session, and what its bodies have before them.
    pub(crate) async fn plant_council(&mut self, home: OrganisationId) {
        let app = self.app();
        let person = self.asker(Role::PlanManager, true).person;
        let manager = acting(&self.site, Role::PlanManager, person, Some(home));
        let council = app::council::Form {
            kind: CouncilKind::Council,
            organisation: Some(home),
            name: "가상 협의체".into(),
            mission: self.room(),
            quorum_percent: 50,
            agenda_closes_days: 0,
            from: manager.today(),
            ends_on: None,
            part_of: None,
            set_up_by: None,
        };
        let council = app::council::create(&manager, &app, council).await.unwrap();
        let seat = app::council::SeatForm {
            organisation: Some(home),
            seat: String::new(),
            login: String::new(),
            from: None,
            until: None,
        };
        app::council::seat(&manager, &app, (council, 1), seat).await.unwrap();
        let meeting = app::meeting::Form {
            kind: MeetingKind::Council,
            council: Some(council),
            name: "가상 정기회의".into(),
            at: Some(manager.today().at(23, 0, 0, 0)),
            venue: self.room(),
        };
        let meeting = app::meeting::call(&manager, &app, meeting).await.unwrap();
        let item = app::agenda_item::Form {
            organisation: Some(home),
            step: None,
            title: self.room(),
            paper: self.room(),
        };
        let item = app::agenda_item::bring(&manager, &app, meeting, item).await.unwrap();
        let pdf = format!("%PDF-1.4\n1 0 obj ({}) endobj\n%%EOF", self.room());
        let paper =
            app::agenda_item::attach(&manager, &app, item, ("가상.pdf", pdf.as_bytes())).await.unwrap();
        let came = [(home, Attendance::Present)].into();
        app::meeting::note(&manager, &app, (meeting, 1), came, "").await.unwrap();
        app::meeting::go(&manager, &app, (meeting, 2), Move::Open(Begin::default())).await.unwrap();
        app::agenda_item::note(&manager, &app, (item, 1), &self.room()).await.unwrap();
        let decided = app::action::Form {
            source: Source::Decision,
            item: Some(item),
            title: self.room(),
            owner: Some(home),
            due_on: "2016-04-30".parse().ok(),
            measure: None,
        };
        let action = app::action::decide(&manager, &app, meeting, decided).await.unwrap();
        let asked = app::coop_request::Form {
            to: Some(home),
            about: None,
            text: self.room(),
            answer_by: "2016-04-15".parse().ok(),
        };
        let far = acting(&self.site, Role::PlanManager, person, Some(self.far_body));
        let request = app::coop_request::create(&far, &app, asked).await.unwrap();
        let project = app::project::Form {
            number: "가상-1".into(),
            owner: Some(home),
            content: domain::project::Content {
                name: "가상 사업".into(),
                funds: [(domain::project::FundSource::City, 900_000_000)].into(),
                description: self.room(),
                ..Default::default()
            },
            in_won: false,
        };
        let project = app::project::create(&manager, &app, project).await.unwrap();
        self.together = vec![
            ("/staff/councils", council.to_string()),
            ("/staff/meetings", meeting.to_string()),
            ("/staff/agenda-items", item.to_string()),
            ("/staff/agenda-papers", paper.to_string()),
            ("/staff/actions", action.to_string()),
            ("/staff/requests", request.to_string()),
            ("/staff/projects", project.to_string()),
        ];
    }

    /// A word of the meeting room.
    fn room(&mut self) -> String {
        self.canaries.word(What::Room, self.accounts_from)
    }
}
