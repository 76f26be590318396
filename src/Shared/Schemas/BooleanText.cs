using System.Text;

namespace Clientele.Schemas;

/// <summary>Yes and no in English, Spanish and Portuguese.</summary>
internal static class BooleanText
{
    /// <returns>Null where the text is neither.</returns>
    public static bool? Parse(ReadOnlySpan<byte> text)
    {
        if (text.Length == 1)
        {
            return (text[0] | 0x20) switch
            {
                '1' or 'y' or 's' or 't' or 'v' => true,
                '0' or 'n' or 'f' => false,
                _ => null,
            };
        }

        if (Is(text, "true"u8) || Is(text, "yes"u8) || Is(text, "si"u8) || Is(text, "sim"u8) || Is(text, "verdadero"u8) || Is(text, "verdadeiro"u8)
            || text.SequenceEqual("sí"u8) || text.SequenceEqual("Sí"u8) || text.SequenceEqual("SÍ"u8))
        {
            return true;
        }

        if (Is(text, "false"u8) || Is(text, "no"u8) || Is(text, "nao"u8) || Is(text, "falso"u8)
            || text.SequenceEqual("não"u8) || text.SequenceEqual("Não"u8) || text.SequenceEqual("NÃO"u8))
        {
            return false;
        }

        return null;
    }

    private static bool Is(ReadOnlySpan<byte> text, ReadOnlySpan<byte> lower) => text.Length == lower.Length && Ascii.EqualsIgnoreCase(text, lower);
}
