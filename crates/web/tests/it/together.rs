//! What the bodies of the planted city do together: a lead with a remark, and contacts kept, shared and public.

use domain::Role;
use domain::contact::{Details, Sharing};
use domain::id::OrganisationId;

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
}
