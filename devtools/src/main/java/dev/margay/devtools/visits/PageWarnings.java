package dev.margay.devtools.visits;

import dev.margay.devtools.visits.SiteFolders.There;
import dev.margay.devtools.visits.Warning.Kind;
import dev.margay.server.ahead.AheadPlan;
import dev.margay.server.ahead.Verdict;
import dev.margay.server.config.ConfigMistake;
import dev.margay.server.config.PushListFile;
import dev.margay.server.learning.PageAssets.Source;
import dev.margay.server.pages.PagePlan;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a developer can set right about the page of a visit. It reads the page, its push list, and
 * the style sheets and scripts of the visit, 2 MiB of each.
 */
final class PageWarnings {
  private static final int LONGEST = 2 << 20;
  private static final int MOST = 100;

  /** So many visits in which an asset was sent ahead are looked at before it is called unused. */
  private static final int VISITS = 3;

  /** Hosts that browsers trust without TLS (Secure Contexts, W3C). */
  private static final Pattern LOOPBACK =
      Pattern.compile("(?:[a-z0-9-]+\\.)*localhost|127(?:\\.\\d{1,3}){3}|\\[::1]");

  private final SiteFolders folders;

  PageWarnings(SiteFolders folders) {
    this.folders = folders;
  }

  /**
   * The warnings of one visit.
   *
   * @param all the visits there are
   */
  List<Warning> of(Visit visit, List<Visit> all) {
    if (visit.plan().isEmpty()) {
      return List.of();
    }
    PagePlan plan = visit.plan().get();
    Path page = plan.page().file();
    List<Named> named = named(visit, page);
    List<Warning> warnings = new ArrayList<>(pushList(page, visit));
    missing(visit, named, warnings);
    mixed(visit, named, warnings);
    unused(visit, all, named, warnings);
    return warnings.stream().distinct().limit(MOST).toList();
  }

  private List<Named> named(Visit visit, Path page) {
    String authority = visit.page().authority();
    List<Named> named =
        new ArrayList<>(
            Named.inPage(folders.shown(authority, page), visit.page().target(), text(page)));
    for (String target : targets(visit, ".css")) {
      Optional<Path> sheet = folders.file(authority, target);
      sheet.ifPresent(
          file ->
              named.addAll(Named.inStyleSheet(folders.shown(authority, file), target, text(file))));
    }
    return named;
  }

  private static Set<String> targets(Visit visit, String ending) {
    return visit.requests().stream()
        .map(Seen::asked)
        .filter(asked -> asked.path().endsWith(ending))
        .map(Asked::target)
        .collect(Collectors.toSet());
  }

  private static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      return new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return ""; // gone meanwhile: the next visit says so
    }
  }

  private List<Warning> pushList(Path page, Visit visit) {
    Path file = PushListFile.of(page);
    Path shown = folders.shown(visit.page().authority(), file);
    if (!Files.isRegularFile(file)) {
      return List.of();
    }
    List<Warning> warnings = new ArrayList<>();
    if (PushListFile.read(file) instanceof PushListFile.Reading.Invalid invalid) {
      for (ConfigMistake mistake : invalid.mistakes()) {
        warnings.add(
            new Warning(
                Kind.BROKEN_PUSH_LIST,
                shown,
                mistake.line(),
                mistake.column(),
                "the push list is ignored: " + mistake.problem(),
                mistake.remedy()));
      }
    } else if (PushListFile.read(file) instanceof PushListFile.Reading.Valid valid) {
      for (PushListFile.Hint hint : valid.hints()) {
        if (folders.look(visit.page().authority(), hint.target()) == There.NOTHING) {
          warnings.add(
              missing(shown, hint.line(), hint.column(), hint.target(), "the push list names "));
        }
      }
    }
    return warnings;
  }

  private void missing(Visit visit, List<Named> named, List<Warning> warnings) {
    String authority = visit.page().authority();
    for (Named one : named) {
      String target = one.target().orElse("");
      if (!target.isEmpty() && folders.look(authority, target) == There.NOTHING) {
        warnings.add(missing(one.file(), one.line(), one.column(), target, ""));
      }
    }
    Set<String> known = targetsOf(named);
    Path page = folders.shown(authority, visit.plan().orElseThrow().page().file());
    for (Seen seen : visit.requests()) {
      boolean gone = seen.answer().filter(answer -> answer.status() == 404).isPresent();
      String target = seen.asked().target();
      if (gone && !known.contains(target) && seen.asked().number() != visit.page().number()) {
        warnings.add(
            missing(page, 0, 0, target, "something of the page, or the browser itself, asks for "));
      }
    }
  }

  private static Warning missing(Path file, int line, int column, String target, String who) {
    return new Warning(
        Kind.MISSING_ASSET,
        file,
        line,
        column,
        who
            + target
            + (who.isEmpty() ? " is named here, and is not there" : ", which is not there"),
        "put the file there, or correct the name");
  }

  private static Set<String> targetsOf(List<Named> named) {
    return named.stream().flatMap(one -> one.target().stream()).collect(Collectors.toSet());
  }

  private static void mixed(Visit visit, List<Named> named, List<Warning> warnings) {
    if (!visit.page().scheme().equals("https")) {
      return;
    }
    for (Named one : named) {
      if (one.url().toLowerCase(Locale.ROOT).startsWith("http://") && !trusted(one.url())) {
        warnings.add(
            new Warning(
                Kind.MIXED_CONTENT,
                one.file(),
                one.line(),
                one.column(),
                one.url() + " is named by a page that comes over HTTPS: browsers block it",
                "write https:, or serve it from this site"));
      }
    }
  }

  private static boolean trusted(String url) {
    try {
      String host = URI.create(url).getHost();
      return host != null && LOOPBACK.matcher(host.toLowerCase(Locale.ROOT)).matches();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** A server cannot see what a browser uses; it can see that nothing ever asks for it. */
  private void unused(Visit visit, List<Visit> all, List<Named> named, List<Warning> warnings) {
    if (visit.plan().orElseThrow().plan().source() != Source.PUSH_LIST) {
      return; // the other sources know it from the page, or from visitors
    }
    Set<String> known = targetsOf(named);
    List<Visit> same =
        all.stream().filter(other -> other.page().url().equals(visit.page().url())).toList();
    Path page = visit.plan().get().page().file();
    for (AheadPlan.Step step : visit.plan().get().plan().ahead()) {
      String target = step.asset().target();
      long times = same.stream().filter(other -> ahead(other, target)).count();
      if (times >= VISITS && !known.contains(target) && !mentioned(visit, page, target)) {
        warnings.add(
            new Warning(
                Kind.SENT_UNUSED,
                folders.shown(visit.page().authority(), PushListFile.of(page)),
                0,
                0,
                target
                    + " was sent ahead in "
                    + times
                    + " visits, but neither the page nor its style sheets or scripts name it",
                "take it off the list if nothing else uses it"));
      }
    }
  }

  private static boolean ahead(Visit visit, String target) {
    return visit.plan().stream()
        .flatMap(plan -> plan.plan().steps().stream())
        .anyMatch(step -> step.verdict() == Verdict.AHEAD && step.asset().target().equals(target));
  }

  /** Whether the page's text or a script of the visit has the asset's name in it. */
  private boolean mentioned(Visit visit, Path page, String target) {
    String path = target.split("\\?", 2)[0];
    String name = path.substring(path.lastIndexOf('/') + 1);
    if (text(page).contains(name)) {
      return true;
    }
    String authority = visit.page().authority();
    return Stream.of(".js", ".mjs")
        .flatMap(ending -> targets(visit, ending).stream())
        .flatMap(script -> folders.file(authority, script).stream())
        .anyMatch(script -> text(script).contains(name));
  }
}
