/// What all commands share: settings as options, groups of commands, and failures.
@NullMarked
package io.metricssidecar.cli.command;

import org.jspecify.annotations.NullMarked;
