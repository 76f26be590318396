using Clientele.Insiders;
using Clientele.Schemas;

namespace Clientele.Runs.Transactions;

/// <summary>How the months to come were forecast, for people.</summary>
internal static class ForecastWords
{
    public static LocalText Of(ValueModel value)
    {
        LocalText method = value.Method switch
        {
            ForecastMethod.Naive => new(
                "As much a day as in the 90 days before.", "Tanto al día como en los 90 días anteriores.", "Tanto por dia como nos 90 dias anteriores."),
            ForecastMethod.Seasonal => new(
                "As in the same days of the year before, by this year's level.",
                "Como en los mismos días del año anterior, al nivel de este año.",
                "Como nos mesmos dias do ano anterior, ao nível deste ano."),
            _ => new(
                "BG/NBD and Gamma-Gamma, customer by customer, on the clock of the seasons; new customers are added.",
                "BG/NBD y Gamma-Gamma, cliente por cliente, según el calendario de las temporadas; se suman los clientes nuevos.",
                "BG/NBD e Gamma-Gamma, cliente a cliente, segundo o calendário das épocas; somam-se os novos clientes."),
        };
        return value.Note is { } note ? LocalText.Of(language => $"{method.In(language)} {note.In(language)}") : method;
    }
}
