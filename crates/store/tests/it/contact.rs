//! Contacts of the network, on both engines: who they are is noise on disk, found again, changed once, gone with their key.

use domain::contact::{Contact, Details, Sharing};
use domain::employer::BusinessNumber;
use jiff::civil::date;
use store::{Error, contact};

use crate::engines::{Kind, World, on_both};

fn who(name: &str) -> Details {
    Details {
        name: name.to_owned(),
        position: "과장".to_owned(),
        phone: "01055557777".to_owned(),
        email: String::new(),
    }
}

fn firm(world: &World) -> Contact {
    let ctx = world.ctx();
    Contact {
        id: ctx.id(),
        person: ctx.id(),
        organisation: None,
        firm: "(주) 별빛 가구".to_owned(),
        business_number: Some(BusinessNumber::from_first_nine(123_456_789)),
        employer: None,
        body: None,
        sector: String::new(),
        sharing: Sharing::City,
        consented_on: Some(date(2016, 3, 2)),
        last_on: None,
        alike: None,
        erased: false,
        version: 1,
        created_at: ctx.now,
    }
}

async fn add(world: &World, contact: &Contact, details: &Details) {
    let (ctx, contact, details) = (world.ctx(), contact.clone(), details.clone());
    let insert = world.store.write(move |tx| {
        let (ctx, contact, details) = (ctx.clone(), contact.clone(), details.clone());
        Box::pin(async move { contact::insert(tx, &ctx, &contact, &details).await })
    });
    insert.await.unwrap();
}

async fn change(world: &World, contact: &Contact, details: &Details) -> Result<(), Error> {
    let (ctx, contact, details) = (world.ctx(), contact.clone(), details.clone());
    let update = world.store.write(move |tx| {
        let (ctx, contact, details) = (ctx.clone(), contact.clone(), details.clone());
        Box::pin(async move { contact::update(tx, &ctx, "update", &contact, Some(&details)).await })
    });
    update.await
}

on_both! {
    async fn a_contact_is_found_by_its_firm_and_its_name_is_noise_on_disk(world: &World) {
        let (one, canary) = (firm(world), who("카나리아○○○"));
        add(world, &one, &canary).await;
        let found = contact::find(&world.store, world.tenant, one.id).await.unwrap();
        assert_eq!(found, Some((one.clone(), canary.clone())));
        let number = one.business_number.as_ref().unwrap().digits();
        for (name, number) in [("별빛가구", ""), ("", number)] {
            let found = contact::of_firm(&world.store, world.tenant, name, number).await.unwrap();
            assert_eq!(found, std::slice::from_ref(&one), "{name}{number}");
        }
        let bytes = world.everything().await;
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert_eq!(holds("별빛"), world.kind != Kind::Vault, "the firm stands in the clear");
        assert!(!holds("카나리아") && !holds("01055557777") && !holds("과장"));
    }

    async fn a_contact_is_changed_once_and_erased_for_good(world: &World) {
        let one = firm(world);
        add(world, &one, &who("가○나")).await;
        change(world, &one, &who("다○라")).await.unwrap();
        assert!(matches!(change(world, &one, &who("마○바")).await, Err(Error::Conflict(_))));
        let (known, details) = contact::find(&world.store, world.tenant, one.id).await.unwrap().unwrap();
        assert_eq!((known.version, details.name.as_str()), (2, "다○라"));
        let ctx = world.ctx();
        let gone = known.clone();
        let erase = world.store.write(move |tx| {
            let (ctx, gone) = (ctx.clone(), gone.clone());
            Box::pin(async move { contact::erase(tx, &ctx, &gone).await })
        });
        erase.await.unwrap();
        let all = contact::all(&world.store, world.tenant).await.unwrap();
        assert!(all[0].0.erased && all[0].0.consented_on.is_none());
        assert_eq!(all[0].1, Details::default(), "the firm stays, nobody is there");
        let again = change(world, &all[0].0, &who("가○나")).await;
        assert!(matches!(again, Err(Error::NotFound)), "erased is erased: {again:?}");
        assert!(store::change::rows_agree(&world.store, world.tenant).await.unwrap());
    }
}
