package dev.margay.devtools.bench;

import java.util.List;
import java.util.Map;

/** Apache httpd with its event module, on Debian's paths. */
record Apache(InstalledProgram program) implements Contender {
  private static final List<String> MODULES =
      List.of(
          "mpm_event", "authz_core", "mime", "headers", "rewrite", "ssl", "socache_shmcb", "http2");
  private static final int THREADS = 256;

  @Override
  public String name() {
    return "apache2";
  }

  @Override
  public String version() {
    return program.version("-v").replace("Server version: ", "");
  }

  @Override
  public List<Launch> launches(Place place) {
    String file = place.write("apache.conf", configuration(place)).toString();
    return List.of(
        Launch.ofAll(
            place, List.of(program.file().toString(), "-f", file, "-DFOREGROUND"), Map.of()));
  }

  /** Its own way to send what is encoded beforehand is a rewrite, as its documentation shows. */
  static String configuration(Place place) {
    StringBuilder text = new StringBuilder();
    MODULES.forEach(
        module ->
            text.append(
                "LoadModule %s_module /usr/lib/apache2/modules/mod_%1$s.so%n".formatted(module)));
    return text
        + """
        %sServerName localhost
        ServerRoot %s
        DefaultRuntimeDir %2$s
        PidFile %2$s/apache.pid
        Listen 127.0.0.1:%3$d
        Listen 127.0.0.1:%4$d
        StartServers %5$d
        ServerLimit %5$d
        ThreadLimit %6$d
        ThreadsPerChild %6$d
        MaxRequestWorkers %7$d
        MaxKeepAliveRequests 0
        KeepAliveTimeout 60
        LogLevel crit
        ErrorLog %8$s
        BufferedLogs On
        LogFormat "%%h %%l %%u %%t \\"%%r\\" %%>s %%b" common
        CustomLog %9$s common
        H2MaxSessionStreams 256
        Protocols h2 h2c http/1.1
        TypesConfig /dev/null
        AddType image/jpeg .jpg
        AddType text/javascript .js
        DocumentRoot %10$s
        <Directory %10$s>
          Require all granted
          AllowOverride None
          Options FollowSymLinks
          RewriteEngine On
          RewriteCond %%{HTTP:Accept-Encoding} gzip
          RewriteCond %%{REQUEST_FILENAME}.gz -f
          RewriteRule ^(.+)\\.js$ $1.js.gz [L]
          <FilesMatch "\\.js\\.gz$">
            ForceType text/javascript
            Header set Content-Encoding gzip
            Header append Vary Accept-Encoding
          </FilesMatch>
        </Directory>
        <VirtualHost 127.0.0.1:%3$d>
          SSLEngine on
          SSLCertificateFile %11$s
          SSLCertificateKeyFile %11$s
        </VirtualHost>
        <VirtualHost 127.0.0.1:%4$d>
        </VirtualHost>
        """
            .formatted(
                place.isRoot() ? "User www-data\nGroup www-data\n" : "",
                place.folder(),
                place.tlsPort(),
                place.clearPort(),
                place.workers(),
                THREADS,
                THREADS * place.workers(),
                place.errorLog(),
                place.accessLog(),
                place.site(),
                place.identity());
  }
}
