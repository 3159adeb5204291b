package dev.margay.samplesite;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Holds the code against the picture in ARCHITECTURE.md. */
class ArchitectureTest {
  private static final Path PICTURE = Path.of("..", "ARCHITECTURE.md");
  private static final String HOUSE = "dev.margay.";
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .withImportOption(location -> !location.contains("-tests.jar"))
          .importPackages("dev.margay.rcache", "dev.margay.server", "dev.margay.devtools");

  /**
   * The rooms of each module, as layers from the ground up, with the modules in their own order.
   */
  private static final class Picture {
    private final List<String> modules = new ArrayList<>();
    private final List<List<Set<String>>> layers = new ArrayList<>();

    static Picture read() throws IOException {
      Picture picture = new Picture();
      String text = Files.readString(PICTURE);
      String rooms = text.substring(text.indexOf("```rooms\n") + "```rooms\n".length());
      for (String line : rooms.substring(0, rooms.indexOf("```")).lines().toList()) {
        int colon = line.indexOf(':');
        picture.modules.add(line.substring(0, colon).strip());
        List<Set<String>> module = new ArrayList<>();
        for (String layer : line.substring(colon + 1).split("←", -1)) {
          module.add(new TreeSet<>(List.of(layer.strip().split("\\s+", -1))));
        }
        picture.layers.add(module);
      }
      return picture;
    }

    int module(JavaClass type) {
      return modules.indexOf(type.getPackageName().split("\\.", -1)[2]);
    }

    static String room(JavaClass type) {
      String[] parts = type.getPackageName().split("\\.", -1);
      return parts.length > 3 ? parts[3] : "(root)";
    }

    /** The number of the room's layer; −1 if the picture does not show the room. */
    int layer(JavaClass type) {
      List<Set<String>> module = layers.get(module(type));
      for (int layer = 0; layer < module.size(); layer++) {
        if (module.get(layer).contains(room(type))) {
          return layer;
        }
      }
      return -1;
    }

    boolean allows(JavaClass from, JavaClass to) {
      if (module(from) != module(to)) {
        return module(to) < module(from);
      }
      return room(from).equals(room(to)) || layer(to) < layer(from);
    }
  }

  @Test
  void everyRoomIsInThePictureAndEveryRoomOfThePictureIsThere() throws IOException {
    Picture picture = Picture.read();
    Set<String> drawn = new TreeSet<>();
    for (int module = 0; module < picture.modules.size(); module++) {
      String name = picture.modules.get(module);
      picture
          .layers
          .get(module)
          .forEach(layer -> layer.forEach(room -> drawn.add(name + ":" + room)));
    }
    Set<String> built = new TreeSet<>();
    CLASSES.forEach(
        type -> built.add(picture.modules.get(picture.module(type)) + ":" + Picture.room(type)));
    assertThat(built).isEqualTo(drawn);
  }

  @Test
  void noImportRunsAgainstThePicture() throws IOException {
    Picture picture = Picture.read();
    List<String> against = new ArrayList<>();
    for (JavaClass type : CLASSES) {
      for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
        JavaClass target = dependency.getTargetClass();
        if (target.getPackageName().startsWith(HOUSE) && !picture.allows(type, target)) {
          against.add(type.getName() + " → " + target.getName());
        }
      }
    }
    assertThat(against).isEmpty();
  }

  @Test
  void theCacheLibraryKnowsNoJetty() {
    assertThat(
            imports(
                type -> type.getPackageName().startsWith("dev.margay.rcache"), "org.eclipse.jetty"))
        .isEmpty();
  }

  @Test
  void theRulesOfHttpAreDecidedWithoutJettyAndWithoutFiles() {
    Predicate<JavaClass> http = type -> type.getPackageName().equals("dev.margay.server.http");
    assertThat(imports(http, "org.eclipse.jetty")).isEmpty();
    assertThat(imports(http, "java.nio.file")).isEmpty();
  }

  @Test
  void markupIsReadWithoutJettyAndWithoutFiles() {
    Predicate<JavaClass> markup = type -> type.getPackageName().equals("dev.margay.server.markup");
    assertThat(imports(markup, "org.eclipse.jetty")).isEmpty();
    assertThat(imports(markup, "java.nio.file")).isEmpty();
  }

  @Test
  void noNameIsAnEmptyNoun() {
    List<String> empty =
        CLASSES.stream()
            .map(JavaClass::getName)
            .filter(
                name ->
                    name.matches(
                        ".*\\.(util|utils|common|helper|helpers|manager|impl|base)\\..*|"
                            + ".*(Utils?|Helper|Manager|Impl|Base)"))
            .toList();
    assertThat(empty).isEmpty();
  }

  private static List<String> imports(Predicate<JavaClass> from, String packagePrefix) {
    return CLASSES.stream()
        .filter(from)
        .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
        .filter(one -> one.getTargetClass().getPackageName().startsWith(packagePrefix))
        .map(Dependency::getDescription)
        .toList();
  }
}
