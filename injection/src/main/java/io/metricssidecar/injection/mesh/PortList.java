package io.metricssidecar.injection.mesh;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// A list of ports as meshes use it in annotations and arguments: `4567,8000-9000`.
///
/// @param ranges in the order of the text; a single port is a range of one
record PortList(List<Range> ranges) {
  private static final Pattern ELEMENT = Pattern.compile("\\s*(\\d{1,5})(?:-(\\d{1,5}))?\\s*");
  private static final int MAX_PORT = 65_535;

  PortList {
    ranges = List.copyOf(ranges);
  }

  /// A range of consecutive ports.
  ///
  /// @param first port, included
  /// @param last port, included; not less than the first
  record Range(int first, int last) {
    private boolean valid() {
      return first <= last && last <= MAX_PORT;
    }
  }

  /// Parses a list; a blank text is an empty list. Empty where the text contains anything but ports
  /// and ranges.
  static Optional<PortList> parse(String text) {
    var ranges = new ArrayList<Range>();
    if (!text.isBlank()) {
      for (var element : text.split(",", -1)) {
        var match = ELEMENT.matcher(element);
        if (!match.matches()) {
          return Optional.empty();
        }
        var first = Integer.parseInt(match.group(1));
        var last = match.group(2) == null ? first : Integer.parseInt(match.group(2));
        ranges.add(new Range(first, last));
      }
    }
    return ranges.stream().allMatch(Range::valid)
        ? Optional.of(new PortList(ranges))
        : Optional.empty();
  }

  /// Whether a port is in the list.
  boolean contains(int port) {
    return ranges.stream().anyMatch(range -> range.first <= port && port <= range.last);
  }

  /// Whether the list has no range of several ports.
  boolean single() {
    return ranges.stream().allMatch(range -> range.first == range.last);
  }
}
