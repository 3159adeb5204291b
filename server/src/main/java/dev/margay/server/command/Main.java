package dev.margay.server.command;

import dev.margay.server.StartFailure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceLoader;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code margay} command line. */
public final class Main {
  /** Done. */
  public static final int OK = 0;

  /** Mistakes were found in what a person wrote. */
  public static final int MISTAKES = 1;

  /** It could not be done as asked. */
  public static final int REFUSED = 2;

  private Main() {}

  /** Runs one command and exits with its status. */
  public static void main(String[] arguments) {
    int status = commandLine().execute(arguments);
    System.out.flush();
    System.exit(status);
  }

  /** All commands that are at hand. */
  static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Margay());
    List<CommandLine> commands = new ArrayList<>();
    ServiceLoader.load(Command.class).forEach(command -> commands.add(new CommandLine(command)));
    commands.sort(Comparator.comparing(CommandLine::getCommandName));
    for (CommandLine command : commands) {
      addFlags(command);
      line.addSubcommand(command);
    }
    line.setParameterExceptionHandler(Main::refuseArguments);
    line.setExecutionExceptionHandler(Main::refuseExecution);
    return line;
  }

  private static void addFlags(CommandLine line) {
    if (line.getCommandSpec().userObject() instanceof SiteCommand command) {
      SettingFlags.addTo(line.getCommandSpec(), command.settings());
    }
    line.getSubcommands().values().forEach(Main::addFlags);
  }

  private static int refuseArguments(ParameterException failure, String[] arguments) {
    String sentence = failure.getMessage().lines().findFirst().orElse("unclear arguments");
    List<String> near =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.of();
    String hint = near.isEmpty() ? "" : "; did you mean " + near.get(0) + "?";
    String command = failure.getCommandLine().getCommandSpec().qualifiedName();
    failure
        .getCommandLine()
        .getErr()
        .println("margay: " + sentence + hint + " (see " + command + " --help)");
    return REFUSED;
  }

  private static int refuseExecution(
      Exception failure, CommandLine line, CommandLine.ParseResult parsed) throws Exception {
    if (failure instanceof StartFailure) {
      failure.getMessage().lines().forEach(each -> line.getErr().println("margay: " + each));
      return REFUSED;
    }
    throw failure;
  }

  @CommandLine.Command(
      name = "margay",
      description = "An HTTP/2 server for static sites.",
      mixinStandardHelpOptions = true,
      versionProvider = Version.class,
      synopsisSubcommandLabel = "COMMAND")
  private static final class Margay implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      spec.commandLine().usage(spec.commandLine().getOut());
    }
  }

  private static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {"margay " + (version == null ? "(from its sources)" : version)};
    }
  }
}
