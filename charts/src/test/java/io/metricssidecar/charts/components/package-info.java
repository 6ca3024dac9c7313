/// Tests of the objects of webhook and controller: Deployments, rights, network, certificates.
@NullMarked
package io.metricssidecar.charts.components;

import org.jspecify.annotations.NullMarked;
