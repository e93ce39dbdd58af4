package sensornet.bite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.LongFunction;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * The simulation over the product with a defect in it. All classes of the product and of the simulation are loaded
 * anew, the patched ones first; libraries are shared.
 */
final class Patched implements AutoCloseable {
    static final Path SOURCES = Path.of("src/main/java/sensornet");
    private static final List<Path> CLASSES = List.of(Path.of("target/classes"), Path.of("target/test-classes"));

    private final Path directory;
    private final Loader loader;
    private final LongFunction<String> probe;

    private static final class Loader extends URLClassLoader {
        Loader(URL[] urls) {
            super(urls, Patched.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            synchronized (getClassLoadingLock(name)) {
                if (!name.startsWith("sensornet.")) {
                    return super.loadClass(name, resolve);
                }
                Class<?> loaded = findLoadedClass(name);
                return loaded != null ? loaded : findClass(name);
            }
        }
    }

    private Patched(Path directory) throws ReflectiveOperationException, MalformedURLException {
        this.directory = directory;
        List<URL> urls = new ArrayList<>();
        urls.add(directory.toUri().toURL());
        for (Path classes : CLASSES) {
            urls.add(classes.toUri().toURL());
        }
        loader = new Loader(urls.toArray(URL[]::new));
        @SuppressWarnings("unchecked")
        LongFunction<String> created = (LongFunction<String>) loader.loadClass("sensornet.sim.SeedProbe")
                .getConstructor().newInstance();
        probe = created;
    }

    /** The product as it is. */
    static Patched nothing() throws IOException, ReflectiveOperationException {
        return new Patched(Files.createTempDirectory("bite"));
    }

    static Patched with(Defect defect) throws IOException, ReflectiveOperationException {
        Path directory = Files.createTempDirectory("bite");
        List<String> arguments = new ArrayList<>(List.of("-nowarn", "-proc:none", "-g:none", "--release", "17", "-d",
                directory.toString(), "-cp", CLASSES.get(0) + System.getProperty("path.separator")
                        + System.getProperty("java.class.path")));
        for (Map.Entry<String, String> source : defect.apply(SOURCES).entrySet()) {
            Path file = directory.resolve(source.getKey());
            Files.createDirectories(file.getParent());
            Files.writeString(file, source.getValue());
            arguments.add(file.toString());
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        if (compiler.run(null, output, output, arguments.toArray(String[]::new)) != 0) {
            throw new IllegalStateException("defect " + defect.name() + " does not compile:\n" + output);
        }
        return new Patched(directory);
    }

    /** What that seed breaks, as {@code invariant: detail}; null if it breaks nothing. */
    String breaks(long seed) {
        return probe.apply(seed);
    }

    @Override
    public void close() throws IOException {
        loader.close();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
