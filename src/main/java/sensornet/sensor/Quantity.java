package sensornet.sensor;

/** What a reading can hold, each in its one unit. */
enum Quantity {
    TEMPERATURE("temperature", "°C"),
    HUMIDITY("humidity", "%"),
    PRESSURE("pressure", "hPa");

    final String word;
    final String unit;

    Quantity(String word, String unit) {
        this.word = word;
        this.unit = unit;
    }

    /** Its text in that reading; empty if it has none. */
    String of(Reading reading) {
        return switch (this) {
            case TEMPERATURE -> reading.temperature();
            case HUMIDITY -> reading.humidity();
            case PRESSURE -> reading.pressure();
        };
    }
}
