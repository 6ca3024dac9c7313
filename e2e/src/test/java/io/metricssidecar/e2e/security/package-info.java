/// Cases on what a pod's token or a forged review can do, and the document that lists them.
@NullMarked
package io.metricssidecar.e2e.security;

import org.jspecify.annotations.NullMarked;
