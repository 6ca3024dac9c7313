/// The streaming reader of JSON answers, which keeps the wanted fields alone. Start with
/// [io.metricssidecar.sidecar.json.SelectiveReader].
@NullMarked
package io.metricssidecar.sidecar.json;

import org.jspecify.annotations.NullMarked;
