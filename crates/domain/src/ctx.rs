//! The circumstances of a use case: who acts, for which tenant, when, and with which randomness.
//!
//! Passing them makes every use case repeatable: the same context and the same rows give the same
//! result, byte for byte. A synchronised record is replayed with its original actor and time.

use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rand_chacha::ChaCha12Rng;
use rand_core::{Rng, SeedableRng};
use uuid::Uuid;

use crate::actor::Actor;
use crate::id::TenantId;

/// First argument of every use case. Clones share one stream of randomness, so that a transaction
/// that runs again never draws the same bytes twice.
#[derive(Debug, Clone)]
pub struct Ctx {
    /// Whose data is touched.
    pub tenant: TenantId,
    /// Who acts, in which role, through which channel.
    pub actor: Actor,
    /// The instant at which all of this happens.
    pub now: Timestamp,
    /// The city's zone, in which "today" is decided.
    pub zone: TimeZone,
    rng: Arc<Mutex<ChaCha12Rng>>,
}

impl Ctx {
    /// A context whose randomness is fully given by `seed`.
    pub fn new(tenant: TenantId, actor: Actor, now: Timestamp, zone: TimeZone, seed: [u8; 32]) -> Self {
        Self { tenant, actor, now, zone, rng: Arc::new(Mutex::new(ChaCha12Rng::from_seed(seed))) }
    }

    /// A fresh UUIDv7 of the wanted type, dated [`Ctx::now`].
    pub fn id<T: From<Uuid>>(&self) -> T {
        let millis = u64::try_from(self.now.as_millisecond()).unwrap_or(0);
        let random: [u8; 10] = self.random();
        T::from(uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid())
    }

    /// `N` random bytes.
    pub fn random<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        // A poisoned lock only means another thread panicked between two draws; the state is sound.
        self.rng.lock().unwrap_or_else(std::sync::PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// The civil date of [`Ctx::now`] in the city's zone.
    pub fn today(&self) -> Date {
        self.zone.to_datetime(self.now).date()
    }

    /// The same circumstances seen by another actor, with randomness of its own.
    pub fn acting_as(&self, actor: Actor) -> Self {
        Self::new(self.tenant, actor, self.now, self.zone.clone(), self.random())
    }
}
