/// `metrics-sidecar certs`: certificates for people who run the webhook by hand or bring their own.
@NullMarked
package io.metricssidecar.cli.certs;

import org.jspecify.annotations.NullMarked;
