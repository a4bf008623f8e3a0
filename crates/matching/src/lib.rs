//! Who fits what and why: index, exact top-k, explanation.
