package dev.margay.server;

import dev.margay.server.catalog.SiteRoot;
import dev.margay.server.config.ConfigMistake;
import dev.margay.server.config.PushListFile;
import dev.margay.server.http.CanonicalPath;
import dev.margay.server.http.Destination;
import dev.margay.server.http.MediaTypes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads every push list of a site as a person's work: what is wrong with it, and what to do. */
public final class PushListCheck {
  private final Site site;
  private final Path scratch;

  /**
   * The push lists of {@code site}.
   *
   * @param scratch the scratch folder, which is never shown
   */
  public PushListCheck(Site site, Path scratch) {
    this.site = site;
    this.scratch = scratch;
  }

  /**
   * What was found.
   *
   * @param lists how many push lists there are
   */
  public record Result(int lists, List<ConfigMistake> mistakes) {
    /** Keeps its own copy. */
    public Result {
      mistakes = List.copyOf(mistakes);
    }
  }

  /** Reads them, and looks for each file that they name. */
  public Result run() throws IOException {
    List<Path> withheld = new ArrayList<>(site.ownFiles());
    withheld.add(scratch);
    List<SiteFiles.Listed> lists = new SiteFiles(site, scratch).pushLists();
    List<ConfigMistake> mistakes = new ArrayList<>();
    for (Path folder : site.roots()) {
      SiteRoot root = new SiteRoot(folder, withheld);
      for (SiteFiles.Listed list : lists) {
        if (list.file().startsWith(root.path())) {
          mistakes.addAll(mistakes(root, list.file()));
        }
      }
    }
    return new Result(lists.size(), mistakes.stream().distinct().toList());
  }

  private static List<ConfigMistake> mistakes(SiteRoot root, Path list) {
    PushListFile.Reading reading = PushListFile.read(list);
    if (reading instanceof PushListFile.Reading.Invalid invalid) {
      return invalid.mistakes();
    }
    List<ConfigMistake> mistakes = new ArrayList<>();
    String name = list.getFileName().toString();
    String page = name.substring(0, name.length() - PushListFile.SUFFIX.length());
    if (!Files.exists(list.resolveSibling(page))) {
      mistakes.add(
          new ConfigMistake(
              list, 0, 0, "there is no page " + page + " next to it", "rename or remove it"));
    }
    for (PushListFile.Hint hint : ((PushListFile.Reading.Valid) reading).hints()) {
      mistake(root, list, hint).ifPresent(mistakes::add);
    }
    return mistakes;
  }

  private static Optional<ConfigMistake> mistake(SiteRoot root, Path list, PushListFile.Hint hint) {
    String path = hint.target().split("\\?", 2)[0];
    boolean there =
        CanonicalPath.read(path) instanceof CanonicalPath canonical
            && root.findFile(canonical).isPresent();
    if (!there) {
      return Optional.of(
          mistake(list, hint, "there is no file " + path, "correct the path or remove the hint"));
    }
    return Destination.of(MediaTypes.of(path).kind()).isPresent()
        ? Optional.empty()
        : Optional.of(
            mistake(
                list,
                hint,
                path + " is no style sheet, script, image or font, so it is not sent ahead",
                "remove the hint"));
  }

  private static ConfigMistake mistake(
      Path list, PushListFile.Hint hint, String problem, String remedy) {
    return new ConfigMistake(list, hint.line(), hint.column(), problem, remedy);
  }
}
