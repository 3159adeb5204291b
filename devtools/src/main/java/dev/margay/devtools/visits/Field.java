package dev.margay.devtools.visits;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;

/** One header field, as it is kept of a request or response. */
record Field(String name, String value) {
  private static final int MOST = 64;
  private static final int LONGEST = 2048;

  /** A file that is made for others to read says nothing by which somebody could be. */
  private static final Set<String> SECRET =
      Set.of("cookie", "set-cookie", "authorization", "proxy-authorization");

  /** The first 64 of {@code fields}, secrets without their values, long values cut. */
  static List<Field> of(HttpFields fields) {
    return StreamSupport.stream(fields.spliterator(), false).limit(MOST).map(Field::of).toList();
  }

  private static Field of(HttpField field) {
    String name = field.getName().toLowerCase(Locale.ROOT);
    String value = field.getValue() == null ? "" : field.getValue();
    if (SECRET.contains(name)) {
      return new Field(name, "(left out)");
    }
    return new Field(name, value.length() > LONGEST ? value.substring(0, LONGEST) : value);
  }
}
