/// An API server in memory for tests of what reads and writes Kubernetes objects. Modules that use
/// it depend on `kubernetes-server-mock` themselves.
@NullMarked
package io.metricssidecar.testing.apiserver;

import org.jspecify.annotations.NullMarked;
