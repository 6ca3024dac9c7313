package io.metricssidecar.testing.apiserver;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// Gives each test of the class an empty API server in memory. It keeps what is created and tells
/// watches of changes. Fields of the types `KubernetesClient` and `KubernetesMockServer` are set
/// before `@BeforeEach` methods run.
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(ApiServerExtension.class)
public @interface WithApiServer {}
