using Clientele.Schemas;

namespace Clientele.Insiders;

/// <summary>Who came and went since the upload before, in words.</summary>
internal static class MovementTexts
{
    public static readonly LocalText Entered = new("Entered", "Entraron", "Entraram");
    public static readonly LocalText New = new("New customers who entered", "Clientes nuevos que entraron", "Clientes novos que entraram");
    public static readonly LocalText Left = new("Left", "Salieron", "Saíram");
    public static readonly LocalText Stayed = new("Stayed", "Siguen", "Permanecem");

    public static string Sentence(InsiderMovement? moved, Language language)
    {
        if (moved is null)
        {
            return language.Said(
                "This is the first upload: nobody has entered or left yet.",
                "Es la primera carga: aún nadie ha entrado ni salido.",
                "Este é o primeiro envio: ninguém entrou nem saiu ainda.");
        }

        (string entered, string fresh, string left, string stayed) = (Count(moved.Entered), Count(moved.New), Count(moved.Left), Count(moved.Stayed));
        return language.Said(
            $"Since the upload before, {entered} known customers and {fresh} new ones entered, {left} left and {stayed} stayed.",
            $"Desde la carga anterior entraron {entered} clientes conocidos y {fresh} nuevos, salieron {left} y siguen {stayed}.",
            $"Desde o envio anterior entraram {entered} clientes conhecidos e {fresh} novos, saíram {left} e permanecem {stayed}.");

        string Count(int value) => ReportNumbers.Count(value, language);
    }
}
