/// Replacing a certificate without a rejected call: pure functions of what a Secret holds and what
/// a replica has observed. [io.metricssidecar.certs.rotation.Rotation] for a Secret with our own
/// authorities, [io.metricssidecar.certs.rotation.ProvidedSecret] for one that somebody else fills.
@NullMarked
package io.metricssidecar.certs.rotation;

import org.jspecify.annotations.NullMarked;
