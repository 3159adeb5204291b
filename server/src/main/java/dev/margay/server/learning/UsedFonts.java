package dev.margay.server.learning;

import dev.margay.server.markup.Applying;
import dev.margay.server.markup.CssReading;
import dev.margay.server.markup.FontFace;
import dev.margay.server.markup.FontUse;
import dev.margay.server.markup.UrlResolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The font files that a page surely needs: of each family that a rule for one of its elements
 * names, the face nearest to plain upright Latin text. Of other faces nobody can tell without
 * laying the page out. A family that is named in a custom property counts where that is set.
 */
final class UsedFonts {
  /** The most families that are looked for, in the order of their faces. */
  private static final int MOST_FAMILIES = 32;

  private UsedFonts() {}

  /** A face, and the sheet that has it. */
  private record Candidate(FontFace face, PageSheet sheet) {
    Optional<String> target() {
      String url = sheet.reading().references().get(face.source()).url();
      return UrlResolution.resolve(sheet.target(), url);
    }
  }

  /** Their targets, in the order in which the sheets have them. */
  static List<String> of(PageMarkup page, Predicate<String> matcher) {
    Map<String, Candidate> families = new LinkedHashMap<>();
    for (PageSheet sheet : page.sheets()) {
      for (FontFace face : sheet.reading().faces()) {
        boolean plain = face.upright() && face.latin() && face.source() >= 0;
        if (plain && face.applying() == Applying.SURELY) {
          families.merge(face.family(), new Candidate(face, sheet), UsedFonts::nearer);
        }
      }
    }
    List<FontUse> uses =
        page.sheets().stream()
            .map(PageSheet::reading)
            .map(CssReading::uses)
            .flatMap(List::stream)
            .toList();
    List<String> targets = new ArrayList<>();
    families.entrySet().stream()
        .limit(MOST_FAMILIES)
        .filter(family -> isUsed(family.getKey(), uses, matcher))
        .forEach(family -> family.getValue().target().ifPresent(targets::add));
    return targets;
  }

  private static Candidate nearer(Candidate one, Candidate other) {
    return other.face().fromRegular() < one.face().fromRegular() ? other : one;
  }

  private static boolean isUsed(String family, List<FontUse> uses, Predicate<String> matcher) {
    return uses.stream()
        .filter(use -> use.value().contains(family))
        .anyMatch(use -> matcher.test(use.selector()));
  }
}
