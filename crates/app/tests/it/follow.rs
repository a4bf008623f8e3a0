//! The turn to bring a projection up to date.

use std::sync::Arc;
use std::time::Duration;

use app::Error;
use app::follow::turn;
use tokio::sync::Mutex;

#[tokio::test]
async fn whoever_looks_while_it_is_filled_is_told_and_whoever_looks_later_waits_for_their_turn() {
    let filling = Arc::new(Mutex::new(()));
    let held = filling.lock().await;
    assert!(matches!(turn(&filling, true).await, Err(Error::Unavailable(_))));
    let late = tokio::spawn({
        let filling = filling.clone();
        async move { turn(&filling, false).await.is_ok() }
    });
    tokio::time::sleep(Duration::from_millis(1)).await;
    drop(held);
    assert!(late.await.unwrap());
    assert!(turn(&filling, true).await.is_ok(), "nobody fills it");
}
