package sensornet.bench;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;

/** Charts as SVG: text and plain shapes on a light ground of their own, so that they are readable on any page. */
final class Svg {
    private static final int WIDTH = 760;
    private static final int LEFT = 190;
    private static final int RIGHT = 110;
    private static final int TOP = 64;
    private static final int ROW = 30;
    private static final String INK = "#24292f";
    private static final String FAINT = "#c9d1d9";
    /** The product's, then the others'. */
    private static final String[] COLOURS = {"#0969da", "#8c959f", "#bf8700", "#8250df", "#1a7f37"};

    private final StringBuilder s = new StringBuilder();
    private final int height;

    private Svg(int height, String title, String subtitle) {
        this.height = height;
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" role=\"img\" "
                + "font-family=\"sans-serif\" font-size=\"13\">", WIDTH, height, WIDTH, height);
        add("<title>%s</title>", escaped(title));
        add("<rect width=\"%d\" height=\"%d\" rx=\"6\" fill=\"#ffffff\" stroke=\"%s\"/>", WIDTH, height, FAINT);
        text(16, 26, "start", INK, 16, title);
        text(16, 46, "start", "#57606a", 12, subtitle);
    }

    /** One bar a row, of the product in its own colour. */
    static String bars(String title, String subtitle, Map<String, Double> values) {
        Svg svg = new Svg(TOP + ROW * values.size() + 14, title, subtitle);
        double max = values.values().stream().mapToDouble(Double::doubleValue).max().orElse(1);
        int y = TOP;
        for (Map.Entry<String, Double> e : values.entrySet()) {
            double width = (WIDTH - LEFT - RIGHT) * e.getValue() / max;
            svg.text(LEFT - 10, y + 19, "end", INK, 13, e.getKey());
            svg.add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", LEFT, y + 4,
                    Math.max(width, 1), ROW - 8, colour(e.getKey()));
            svg.text(LEFT + (int) width + 8, y + 19, "start", INK, 13, Results.text(e.getValue()));
            y += ROW;
        }
        return svg.end();
    }

    /** Dots on a logarithmic axis, a row for each name; with a name on each dot if names are given. */
    static String dots(String title, String subtitle, Map<String, double[]> rows, String... names) {
        Svg svg = new Svg(TOP + ROW * rows.size() + 44, title, subtitle);
        double[] all = rows.values().stream().flatMapToDouble(Arrays::stream).toArray();
        int low = (int) Math.floor(Math.log10(-Stats.max(negated(all))));
        int high = Math.max(low + 1, (int) Math.ceil(Math.log10(Stats.max(all))));
        int bottom = svg.height - 34;
        for (int decade = low; decade <= high; decade++) {
            double x = onLog(Math.pow(10, decade), low, high);
            svg.add("<line x1=\"%.1f\" y1=\"%d\" x2=\"%.1f\" y2=\"%d\" stroke=\"%s\"/>", x, TOP - 6, x, bottom, FAINT);
            svg.text((int) x, bottom + 20, "middle", "#57606a", 12, Results.text(Math.pow(10, decade)));
        }
        int y = TOP;
        for (Map.Entry<String, double[]> e : rows.entrySet()) {
            svg.text(LEFT - 10, y + 19, "end", INK, 13, e.getKey());
            for (int i = 0; i < e.getValue().length; i++) {
                double x = onLog(e.getValue()[i], low, high);
                svg.add("<circle cx=\"%.1f\" cy=\"%d\" r=\"5\" fill=\"%s\" fill-opacity=\"0.65\"/>", x, y + 15,
                        colour(e.getKey()));
                if (i < names.length) {
                    svg.text((int) x, y + 30, "middle", "#57606a", 9, names[i]);
                }
            }
            y += ROW;
        }
        return svg.end();
    }

    /** A line for each name over the same places on the x axis, both axes from 0. */
    static String lines(String title, String subtitle, int[] xs, Map<String, double[]> lines) {
        int plot = 220;
        Svg svg = new Svg(TOP + plot + 44, title, subtitle);
        double max = roundUp(Stats.max(lines.values().stream().flatMapToDouble(Arrays::stream).toArray()));
        int bottom = TOP + plot;
        int left = 90;
        double scale = (WIDTH - left - 170.0) / xs[xs.length - 1];
        for (int i = 0; i <= 4; i++) {
            int y = bottom - plot * i / 4;
            svg.add("<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"%s\"/>", left, y, WIDTH - 160, y, FAINT);
            svg.text(left - 8, y + 4, "end", "#57606a", 12, Results.text(max * i / 4));
        }
        for (int x : xs) {
            svg.text(left + (int) (x * scale), bottom + 20, "middle", "#57606a", 12, Integer.toString(x));
        }
        int colour = 0;
        for (Map.Entry<String, double[]> e : lines.entrySet()) {
            StringBuilder points = new StringBuilder();
            double y = bottom;
            for (int i = 0; i < xs.length; i++) {
                y = bottom - plot * e.getValue()[i] / max;
                points.append(String.format(Locale.ROOT, "%.1f,%.1f ", left + xs[i] * scale, y));
            }
            svg.add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2.5\"/>", points.toString().trim(),
                    COLOURS[colour]);
            svg.text(left + (int) (xs[xs.length - 1] * scale) + 10, (int) y + 4, "start", COLOURS[colour++], 12,
                    e.getKey());
        }
        return svg.end();
    }

    private static double onLog(double value, int low, int high) {
        return LEFT + (WIDTH - LEFT - 40) * (Math.log10(value) - low) / (high - low);
    }

    /** To a number whose quarters are round too. */
    private static double roundUp(double value) {
        double unit = Math.pow(10, Math.floor(Math.log10(value)));
        for (double factor : new double[] {1, 2, 4, 6, 8}) {
            if (value <= factor * unit) {
                return factor * unit;
            }
        }
        return 10 * unit;
    }

    private static double[] negated(double[] values) {
        return Arrays.stream(values).map(v -> -v).toArray();
    }

    private static String colour(String name) {
        return name.startsWith("ours") ? COLOURS[0] : name.startsWith("floor") ? COLOURS[1] : COLOURS[2];
    }

    private void text(int x, int y, String anchor, String colour, int size, String text) {
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" fill=\"%s\" font-size=\"%d\">%s</text>", x, y, anchor, colour, size,
                escaped(text));
    }

    private void add(String format, Object... args) {
        s.append(String.format(Locale.ROOT, format, args)).append('\n');
    }

    private String end() {
        return s + "</svg>\n";
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}
