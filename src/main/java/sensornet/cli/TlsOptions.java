package sensornet.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sensornet.cli.RawOptions.Value;
import sensornet.http.HttpToken;
import sensornet.sensor.SensorIds;
import sensornet.tls.SecretFiles;
import sensornet.tls.Tls;
import sensornet.tls.TlsException;

/**
 * What the files say that the TLS options name. What is secret in them gets into no message and no table.
 *
 * @param tls null without TLS
 * @param token null if there is none
 * @param warnings one line each
 */
record TlsOptions(Tls tls, HttpToken token, List<String> warnings) {

    /**
     * Reads the files.
     *
     * @throws UsageException the options do not go together
     * @throws TlsException a file cannot be used; one line
     */
    static TlsOptions of(RawOptions raw) throws UsageException, TlsException {
        Path keystore = path(raw, Opt.TLS_KEYSTORE);
        Path password = path(raw, Opt.TLS_PASSWORD_FILE);
        Path token = path(raw, Opt.HTTP_TOKEN_FILE);
        Value shown = raw.value(keystore == null ? Opt.TLS_PASSWORD_FILE : Opt.TLS_KEYSTORE);
        Tls tls = load(keystore, password, shown == null ? "" : shown.shown());
        if (token != null && tls == null) {
            throw new UsageException(raw.value(Opt.HTTP_TOKEN_FILE).shown() + " needs --tls-keystore: without TLS the token"
                    + " could be read on its way, and only this machine is served");
        }
        List<String> warnings = new ArrayList<>();
        for (Opt opt : List.of(Opt.TLS_KEYSTORE, Opt.TLS_PASSWORD_FILE, Opt.HTTP_TOKEN_FILE)) {
            Path file = path(raw, opt);
            if (file != null && SecretFiles.isOpenToOthers(file)) {
                warnings.add(raw.value(opt).shown() + " can be read by every user of this machine: chmod o-rwx " + file);
            }
        }
        return new TlsOptions(tls, token == null ? null : HttpToken.read(token), warnings);
    }

    /**
     * Null if neither is named; else both must be.
     *
     * @param shown how the one that is named was named
     */
    static Tls load(Path keystore, Path password, String shown) throws UsageException, TlsException {
        if (keystore == null && password == null) {
            return null;
        }
        if (keystore == null || password == null) {
            throw new UsageException(shown + " needs " + (keystore == null ? Opt.TLS_KEYSTORE : Opt.TLS_PASSWORD_FILE).flag
                    + " beside it: they go together");
        }
        return Tls.load(keystore, password);
    }

    private static Path path(RawOptions raw, Opt opt) throws UsageException {
        Value value = raw.value(opt);
        if (value == null) {
            return null;
        }
        if (value.text().isBlank()) {
            throw new UsageException(opt.flag + " is empty: give it a value or leave it out");
        }
        try {
            return Path.of(value.text());
        } catch (InvalidPathException e) {
            throw new UsageException(value.shown() + " is no path: " + e.getReason());
        }
    }

    /**
     * The id that the certificate names: no other one would be let in anywhere.
     *
     * @param given by {@code --peer-id}, or null
     */
    String peerId(String given, RawOptions raw) throws UsageException {
        String name = tls.name();
        if (given != null && !given.equals(name)) {
            throw new UsageException(raw.value(Opt.PEER_ID).shown() + " is not the name in the certificate of "
                    + raw.value(Opt.TLS_KEYSTORE).shown() + ", which is for '" + name.replaceAll("[^ -~]", "?")
                    + "': give this peer its own keystore, or leave --peer-id out");
        }
        try {
            return SensorIds.check("peer id", name);
        } catch (IllegalArgumentException e) {
            throw new UsageException(raw.value(Opt.TLS_KEYSTORE).shown() + " holds a certificate whose name is none for a peer: "
                    + e.getMessage());
        }
    }
}
