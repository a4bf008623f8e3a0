//! Turning names into addresses: looked up once, looked at, and these very addresses are connected to, so that a name
//! cannot lead elsewhere between the look and the connection.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use reqwest::dns::{Addrs, Name, Resolve, Resolving};

use super::address::is_public;

/// How a name is turned into addresses.
pub type Lookup = Arc<dyn Fn(String) -> BoxFuture<'static, std::io::Result<Vec<IpAddr>>> + Send + Sync>;

/// The system's own way.
pub(super) fn system() -> Lookup {
    Arc::new(|name| {
        async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            Ok(found.map(|address| address.ip()).collect())
        }
        .boxed()
    })
}

/// A name that leads inside.
#[derive(Debug, thiserror::Error)]
#[error("the name leads to an address of the inner network")]
pub(super) struct Inside;

/// Lets only public addresses through. One inner address among public ones refuses the name: whoever answers so does not
/// mean it well.
pub(super) struct Guard(pub(super) Lookup);

impl Resolve for Guard {
    fn resolve(&self, name: Name) -> Resolving {
        let found = (self.0)(name.as_str().to_owned());
        Box::pin(async move {
            let found = found.await?;
            if found.iter().any(|ip| !is_public(*ip)) {
                return Err(Inside.into());
            }
            let addresses: Addrs = Box::new(found.into_iter().map(|ip| SocketAddr::new(ip, 0)));
            Ok(addresses)
        })
    }
}
