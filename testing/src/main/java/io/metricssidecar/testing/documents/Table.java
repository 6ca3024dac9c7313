package io.metricssidecar.testing.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A table of a Markdown document, below a line `<!-- table: NAME -->`.
public final class Table {
  /// The rows below the table's head, as cells without surrounding blanks.
  ///
  /// @param document path from the root of the repository
  /// @param name in the line above the table
  public static List<List<String>> rows(String document, String name) {
    var marker = "<!-- table: " + name + " -->";
    try (var lines = Files.lines(Path.of("..").resolve(document))) {
      var rows =
          lines
              .dropWhile(line -> !line.equals(marker))
              .skip(1)
              .takeWhile(line -> line.startsWith("|"))
              .skip(2)
              .map(Table::cells)
              .toList();
      if (rows.isEmpty()) {
        throw new IllegalArgumentException("no table %s in %s".formatted(name, document));
      }
      return rows;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> cells(String row) {
    var cells = Stream.of(row.split("\\|", -1)).map(String::strip).toList();
    return cells.subList(1, cells.size() - 1);
  }

  private Table() {}
}
