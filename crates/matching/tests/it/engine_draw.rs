//! Seeded numbers that are the same on every machine.

use matching::engine::draw::{Draw, exp, ln};

#[test]
fn the_series_agree_with_the_system() {
    for step in -300..300 {
        let x = f64::from(step) / 20.0;
        assert!((exp(x) / x.exp() - 1.0).abs() < 1e-12, "{x}");
        let y = 1.0 + f64::from(step + 300);
        assert!((ln(y) - y.ln()).abs() < 1e-9, "{y}");
    }
}

#[test]
fn one_seed_is_one_stream_and_normal_has_its_moments() {
    let mut a = Draw::new(7, 1);
    let mut b = Draw::new(7, 1);
    assert!((0..100).all(|_| a.below(usize::MAX) == b.below(usize::MAX)));
    assert_ne!(Draw::new(7, 2).below(usize::MAX), Draw::new(7, 1).below(usize::MAX));
    let drawn: Vec<f64> = (0..20_000).map(|_| a.normal()).collect();
    let mean = drawn.iter().sum::<f64>() / 20_000.0;
    let variance = drawn.iter().map(|x| x * x).sum::<f64>() / 20_000.0;
    assert!(mean.abs() < 0.03 && (variance - 1.0).abs() < 0.05, "{mean} {variance}");
}
