namespace Clientele.Schemas;

/// <summary>A schema file is wrong: names the file, the place in it, what was found and what was expected. Permanent until the file is changed.</summary>
public sealed class SchemaFileException : Exception
{
    public SchemaFileException()
    {
    }

    public SchemaFileException(string message)
        : base(message)
    {
    }

    public SchemaFileException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    internal SchemaFileException(string source, string place, string found, string expected)
        : base($"{source}: {place} is {found}; expected {expected}.")
    {
    }
}
