//! Which instructions a question is answered with. All give the same answer; tests hold them to it.

use fearless_simd::{Fallback, Level, Simd};

/// A set of instructions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Path {
    /// The widest this machine has.
    #[default]
    Best,
    /// 512 bits; falls back to what there is.
    Avx512,
    /// 256 bits; falls back to what there is.
    Avx2,
    /// No vectors written by us.
    Scalar,
}

impl Path {
    /// Whether this machine has these instructions.
    pub fn available(self) -> bool {
        match self {
            Self::Best | Self::Scalar => true,
            Self::Avx512 => Level::new().as_avx512().is_some(),
            Self::Avx2 => Level::new().as_avx2().is_some(),
        }
    }

    /// Does the work with these instructions. Only three ways are built, to keep builds short.
    pub(crate) fn run<W: Work>(self, work: W) -> W::Done {
        #[cfg(target_arch = "x86_64")]
        {
            let best = Level::new();
            let wide = matches!(self, Self::Best | Self::Avx512);
            if let Some(simd) = best.as_avx512().filter(|_| wide) {
                return simd.vectorize(
                    #[inline(always)]
                    || work.on(simd),
                );
            }
            if let Some(simd) = best.as_avx2().filter(|_| self != Self::Scalar) {
                return simd.vectorize(
                    #[inline(always)]
                    || work.on(simd),
                );
            }
        }
        work.on(Fallback::new())
    }
}

/// What is done on some instructions.
pub(crate) trait Work {
    /// What comes of it.
    type Done;
    /// Does it.
    fn on<S: Simd>(self, simd: S) -> Self::Done;
}
