package io.metricssidecar.e2e;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/// A case that only `make e2e-long` runs, as it takes minutes. What `make e2e` shall finish within
/// twenty minutes is one case of each part.
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@EnabledIfSystemProperty(
    named = "e2e.long",
    matches = "true",
    disabledReason = "takes minutes: make e2e-long")
public @interface LongCase {}
