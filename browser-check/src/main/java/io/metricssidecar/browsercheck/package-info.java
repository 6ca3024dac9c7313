/// A program that reaches every decision, for a compiler that knows a part of the JDK alone.
@NullMarked
package io.metricssidecar.browsercheck;

import org.jspecify.annotations.NullMarked;
