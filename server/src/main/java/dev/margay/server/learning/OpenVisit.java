package dev.margay.server.learning;

import dev.margay.server.http.Destination;
import dev.margay.server.learning.PageAsset.Importance;
import dev.margay.server.learning.PageAsset.Loading;
import dev.margay.server.learning.Sighting.Via;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A visit that lasts: it collects the requests that the page caused. Of one owner. */
final class OpenVisit {
  private static final int MOST_ASSETS = 64;
  private static final Pattern FINGERPRINT = Pattern.compile("[^?]*\\?vh=[0-9a-f]{8,64}");

  /** Browsers choose and fetch these by ways of their own, where no preload is used. */
  private static final Pattern FAVICON = Pattern.compile(".*/(favicon|apple-touch-icon)[^/]*");

  private record Asked(AssetRequest request, Via via) {}

  private final Navigation navigation;

  /** The first request for each target, in the order of the notes. */
  private final Map<String, Asked> asked = new LinkedHashMap<>();

  /** The style sheets that the page loaded, as targets. */
  private final Set<String> styles = new HashSet<>();

  OpenVisit(Navigation navigation) {
    this.navigation = navigation;
    navigation.sentAhead().stream()
        .filter(asset -> asset.destination() == Destination.STYLE)
        .forEach(asset -> styles.add(asset.target()));
  }

  Navigation navigation() {
    return navigation;
  }

  /** Whether this was asked for before in this visit. */
  boolean has(AssetRequest request) {
    return asked.containsKey(request.target());
  }

  /**
   * What of this page made the browser ask: the page, or a style sheet that it loaded, however
   * deep; empty if the request is none of this visit's.
   */
  Optional<Via> via(AssetRequest request, Referrer referrer) {
    if (!request.visitor().equals(navigation.visitor())
        || !request.domain().equals(navigation.page().domain())
        || !request.authority().equalsIgnoreCase(navigation.authority())
        || !referrer.authority().equalsIgnoreCase(navigation.authority())
        || request.at().isAfter(navigation.at().plus(Navigation.WINDOW))) {
      return Optional.empty();
    }
    if (referrer.path().equals(navigation.page().path())) {
      return Optional.of(Via.PAGE);
    }
    return styles.contains(referrer.target()) || namedStyle(referrer.target())
        ? Optional.of(Via.STYLE_SHEET)
        : Optional.empty();
  }

  /** A style sheet from the browser's own cache causes requests, too. */
  private boolean namedStyle(String target) {
    return navigation
        .named()
        .apply(target)
        .filter(asset -> asset.destination() == Destination.STYLE)
        .isPresent();
  }

  /** Takes a request for which {@link #via} gave an answer. */
  void add(AssetRequest request, Via via) {
    if (asked.size() < MOST_ASSETS) {
      asked.putIfAbsent(request.target(), new Asked(request, via));
      if (request.fetch().asset().equals(Optional.of(Destination.STYLE))) {
        styles.add(request.target());
      }
    }
  }

  /**
   * What the visit tells. One that asked for nothing tells nothing: it was a crawler, or a browser
   * that had everything.
   *
   * @param id a random number
   * @param candidates the targets that other visits asked for, or were sent
   */
  Optional<Visit> sum(long id, AddressHash hash, Set<String> candidates) {
    if (asked.isEmpty()) {
      return Optional.empty();
    }
    Set<String> neutral = new HashSet<>();
    navigation.sentAhead().forEach(asset -> neutral.add(asset.target()));
    Set<String> known = new HashSet<>();
    candidates.stream().filter(this::known).forEach(known::add);
    asked.keySet().stream().filter(this::known).forEach(known::add);
    known.removeAll(neutral);
    neutral.addAll(known);
    List<Sighting> sightings = new ArrayList<>();
    asked.values().stream()
        .filter(one -> !neutral.contains(one.request().target()))
        .sorted(Comparator.comparing((Asked one) -> one.request().at()))
        .forEach(one -> sighting(one).ifPresent(sightings::add));
    return Optional.of(
        new Visit(
            id,
            navigation.at().truncatedTo(ChronoUnit.MILLIS), // as it is written
            hash.of(navigation.visitor().address(), navigation.page()),
            sightings,
            navigation.sentAhead(),
            known));
  }

  private boolean known(String target) {
    Asked one = asked.get(target);
    return (one != null && one.request().revalidated()) || navigation.known().test(target);
  }

  private Optional<Sighting> sighting(Asked one) {
    AssetRequest request = one.request();
    Optional<PageAsset> named = navigation.named().apply(request.target());
    Destination destination = request.fetch().asset().orElseThrow();
    Optional<Loading> loading =
        named.map(PageAsset::loading).or(() -> loading(destination, request.fetch().mode()));
    boolean telling = named.isPresent() || everyonesTarget(request.target());
    if (loading.isEmpty() || !telling || FAVICON.matcher(request.target()).matches()) {
      return Optional.empty();
    }
    Optional<Importance> importance =
        destination == Destination.IMAGE
            ? Optional.empty() // its size says more
            : named.map(PageAsset::importance);
    return Optional.of(
        new Sighting(
            request.target(),
            destination,
            loading.get(),
            importance,
            one.via(),
            delay(request),
            (int) Math.min(Integer.MAX_VALUE, request.bytes())));
  }

  /** A query that nothing names may be one visitor's secret. */
  private static boolean everyonesTarget(String target) {
    return target.indexOf('?') < 0 || FINGERPRINT.matcher(target).matches();
  }

  /**
   * How the browser asked, where that can be told: a script asked for with CORS may be a module or
   * have {@code crossorigin}, and the wrong preload would be fetched twice.
   */
  private static Optional<Loading> loading(Destination destination, String mode) {
    return switch (mode) {
      case "no-cors" -> Optional.of(Loading.NO_CORS);
      case "cors" ->
          destination == Destination.SCRIPT ? Optional.empty() : Optional.of(Loading.CORS);
      default -> Optional.empty();
    };
  }

  private int delay(AssetRequest request) {
    long millis = Duration.between(navigation.at(), request.at()).toMillis();
    return (int) Math.max(0, Math.min(millis, Navigation.WINDOW.toMillis()));
  }
}
