/// Reading settings from annotations and environment variables: parsers, ranges and the problems
/// found.
@NullMarked
package io.metricssidecar.contract.settings;

import org.jspecify.annotations.NullMarked;
