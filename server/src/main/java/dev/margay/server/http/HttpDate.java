package dev.margay.server.http;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Dates in header fields, in whole seconds (RFC 9110 §5.6.7). */
public final class HttpDate {
  private static final List<String> DAYS = List.of("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun");
  private static final List<String> MONTHS =
      List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");
  private static final LocalDateTime FIRST = LocalDateTime.of(0, 1, 1, 0, 0, 0);
  private static final LocalDateTime LAST = LocalDateTime.of(9999, 12, 31, 23, 59, 59);

  private static final String TIME = "(?<hour>[0-9]{2}):(?<minute>[0-9]{2}):(?<second>[0-9]{2})";
  private static final String MONTH = "(?<month>[A-Z][a-z]{2})";

  /** IMF-fixdate, then the two obsolete forms that a recipient must still read. */
  private static final List<Pattern> FORMS =
      List.of(
          Pattern.compile(
              "(?<weekday>[A-Z][a-z]{2}), (?<day>[0-9]{2}) "
                  + MONTH
                  + " (?<year>[0-9]{4}) "
                  + TIME
                  + " GMT"),
          Pattern.compile(
              "(?<weekday>Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day, (?<day>[0-9]{2})-"
                  + MONTH
                  + "-(?<year>[0-9]{2}) "
                  + TIME
                  + " GMT"),
          Pattern.compile(
              "(?<weekday>[A-Z][a-z]{2}) "
                  + MONTH
                  + " (?<day>[0-9]{2}| [0-9]) "
                  + TIME
                  + " (?<year>[0-9]{4})"));

  private HttpDate() {}

  /**
   * Reads a date in any of the three forms; empty for anything else, and for a date that does not
   * exist or names the wrong day of the week. A two-digit year means 1970 to 2069: a fixed window
   * instead of the RFC's "at most 50 years ahead", because reading a date must not depend on when.
   */
  public static Optional<Instant> parse(String text) {
    return FORMS.stream()
        .map(form -> form.matcher(text))
        .filter(Matcher::matches)
        .findFirst()
        .flatMap(HttpDate::instant);
  }

  /** Writes an IMF-fixdate. The fraction of a second is dropped; years are held to 0 to 9999. */
  public static String format(Instant instant) {
    LocalDateTime time = utc(instant);
    return "%s, %02d %s %04d %02d:%02d:%02d GMT"
        .formatted(
            weekday(time),
            time.getDayOfMonth(),
            MONTHS.get(time.getMonthValue() - 1),
            time.getYear(),
            time.getHour(),
            time.getMinute(),
            time.getSecond());
  }

  private static LocalDateTime utc(Instant instant) {
    if (instant.isBefore(FIRST.toInstant(ZoneOffset.UTC))) {
      return FIRST;
    }
    return instant.isAfter(LAST.toInstant(ZoneOffset.UTC))
        ? LAST
        : LocalDateTime.ofInstant(instant, ZoneOffset.UTC);
  }

  private static Optional<Instant> instant(Matcher fields) {
    int second = number(fields, "second");
    if (second > 60) {
      return Optional.empty();
    }
    // Second 60 is a leap second, which Java's calendar has only as the second that follows.
    int leap = second == 60 ? 1 : 0;
    try {
      LocalDateTime time =
          LocalDateTime.of(
              year(fields.group("year")),
              MONTHS.indexOf(fields.group("month")) + 1,
              number(fields, "day"),
              number(fields, "hour"),
              number(fields, "minute"),
              second - leap);
      return fields.group("weekday").startsWith(weekday(time))
          ? Optional.of(time.plusSeconds(leap).toInstant(ZoneOffset.UTC))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String weekday(LocalDateTime time) {
    return DAYS.get(time.getDayOfWeek().getValue() - 1);
  }

  private static int year(String digits) {
    int year = Integer.parseInt(digits);
    if (digits.length() == 4) {
      return year;
    }
    return year < 70 ? 2000 + year : 1900 + year;
  }

  private static int number(Matcher fields, String name) {
    return Integer.parseInt(fields.group(name).strip());
  }
}
